import { PageHeading } from "../../components/page-heading.tsx";

export function CompareScreen(_props: { endpointId: string }) {
  return <PageHeading title="Compare" />;
}
