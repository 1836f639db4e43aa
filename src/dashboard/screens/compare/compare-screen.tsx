import { useSearch } from "wouter";
import { EmptyState } from "../../components/empty-state.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { Skeleton } from "../../components/skeleton.tsx";
import type { CapturedRequest } from "../../../protocol/captured-request.ts";
import { hasCode } from "../../api/errors.ts";
import { useRequest } from "../../api/request-queries.ts";
import { LoadProblem } from "../../shell/load-problem.tsx";
import { Comparison } from "./comparison.tsx";

/** Compares two requests of one endpoint. */
export function CompareScreen({ endpointId }: { endpointId: string }) {
  const search = new URLSearchParams(useSearch());
  const [a, b] = [search.get("a") ?? "", search.get("b") ?? ""];
  const isNamed = a !== "" && b !== "";
  return (
    <>
      {!isNamed && <PageHeading title="Compare" />}
      {isNamed ? <Pair endpointId={endpointId} a={a} b={b} /> : <Missing endpointId={endpointId} />}
    </>
  );
}

function Pair({ endpointId, a, b }: { endpointId: string; a: string; b: string }) {
  const [before, after] = [useRequest(a), useRequest(b)];
  const both = [before.data, after.data].filter((one) => one?.endpointId === endpointId);
  const [first, second] = both;
  if (first && second) return <Comparison key={a + b} before={first} after={second} />;
  const error = before.error ?? after.error;
  const isGone =
    hasCode(error, "request_not_found") || isOfAnother(endpointId, before.data, after.data);
  return (
    <>
      <PageHeading title="Compare" />
      {isGone ? (
        <Missing endpointId={endpointId} />
      ) : error ? (
        <LoadProblem
          error={error}
          onRetry={() => void Promise.all([before.refetch(), after.refetch()])}
        />
      ) : (
        <Skeleton rows={3} rowHeight={120} />
      )}
    </>
  );
}

function isOfAnother(endpointId: string, ...requests: (CapturedRequest | undefined)[]): boolean {
  return requests.some((request) => request && request.endpointId !== endpointId);
}

function Missing({ endpointId }: { endpointId: string }) {
  return (
    <EmptyState
      icon="compare"
      title="Request not found"
      actions={
        <LinkButton to={`/endpoints/${endpointId}`} tone="primary">
          All requests
        </LinkButton>
      }
    >
      At least one of the two requests was deleted or has expired, or the URL is incomplete.
    </EmptyState>
  );
}
