import { PageHeading } from "../../components/page-heading.tsx";

export function ListenersScreen(_props: { endpointId: string }) {
  return <PageHeading title="Listeners" />;
}
