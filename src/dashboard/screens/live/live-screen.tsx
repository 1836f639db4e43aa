import { lazy } from "react";
import { useSearchParams } from "wouter";
import { PageHeading } from "../../components/page-heading.tsx";
import { useFeed } from "../../live/use-feed.ts";

const RequestPane = lazy(async () => {
  const { RequestPane: Pane } = await import("../request/request-pane.tsx");
  return { default: Pane };
});

export function LiveScreen({ endpointId }: { endpointId: string }) {
  const [{ state, rows }, feed] = useFeed(endpointId);
  const [search, setSearch] = useSearchParams();
  const chosen = search.get("request");
  const choose = (id: string) => setSearch({ request: id }, { replace: true });
  const at = rows.findIndex(({ id }) => id === chosen);
  const [above, below] = at === -1 ? [] : [rows[at - 1], rows[at + 1]];
  if (chosen !== null) {
    return (
      <>
        <PageHeading title="Live" isHidden />
        <RequestPane
          endpointId={endpointId}
          requestId={chosen}
          onClose={() => setSearch({})}
          onPrevious={above && (() => choose(above.id))}
          onNext={below && (() => choose(below.id))}
          onDeleted={(id) => feed.remove([id])}
        />
      </>
    );
  }
  return (
    <>
      <PageHeading title="Live" aside={<span>{state.is}</span>} />
      <ol aria-label="Requests">
        {rows.map(({ id, method, path }) => (
          <li key={id}>
            <button type="button" onClick={() => choose(id)}>
              {method} {path}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
