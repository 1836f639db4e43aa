import { PageHeading } from "../../components/page-heading.tsx";

export function LiveScreen(_props: { endpointId: string }) {
  return <PageHeading title="Live" />;
}
