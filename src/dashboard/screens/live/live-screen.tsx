import { PageHeading } from "../../components/page-heading.tsx";
import { useFeed } from "../../live/use-feed.ts";

export function LiveScreen({ endpointId }: { endpointId: string }) {
  const [{ state, rows }] = useFeed(endpointId);
  return (
    <>
      <PageHeading title="Live" aside={<span>{state.is}</span>} />
      <ol aria-label="Requests">
        {rows.map(({ id, method, path }) => (
          <li key={id}>
            {method} {path}
          </li>
        ))}
      </ol>
    </>
  );
}
