import { PageHeading } from "../../components/page-heading.tsx";

export function EndpointSettingsScreen(_props: { endpointId: string }) {
  return <PageHeading title="Endpoint settings" />;
}
