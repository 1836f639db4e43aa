import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { Page } from "../../shell/page.tsx";

export function NotFoundScreen() {
  return (
    <Page>
      <PageHeading title="Not found" isHidden />
      <EmptyState
        icon="search"
        title="There is nothing at this address"
        actions={
          <LinkButton to="/" tone="primary">
            All endpoints
          </LinkButton>
        }
      >
        The link may be cut off, or what it led to was deleted.
      </EmptyState>
    </Page>
  );
}
