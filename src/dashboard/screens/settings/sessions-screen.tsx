import { PageHeading } from "../../components/page-heading.tsx";

export function SessionsScreen() {
  return <PageHeading title="Sessions" />;
}
