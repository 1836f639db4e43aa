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
        title="Page not found"
        actions={
          <LinkButton to="/" tone="primary">
            All endpoints
          </LinkButton>
        }
      >
        The link may be incomplete, or the page was deleted.
      </EmptyState>
    </Page>
  );
}
