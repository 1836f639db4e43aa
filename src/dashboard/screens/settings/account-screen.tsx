import { PageHeading } from "../../components/page-heading.tsx";

export function AccountScreen() {
  return <PageHeading title="Account" />;
}
