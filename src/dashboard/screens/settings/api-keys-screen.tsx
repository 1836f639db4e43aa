import { PageHeading } from "../../components/page-heading.tsx";

export function ApiKeysScreen() {
  return <PageHeading title="API keys" />;
}
