import { PageHeading } from "../../components/page-heading.tsx";

export function UsageScreen() {
  return <PageHeading title="Plan and usage" />;
}
