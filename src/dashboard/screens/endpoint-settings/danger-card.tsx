import { navigate } from "wouter/use-browser-location";
import type { EndpointRow } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { useDialogTarget } from "../../components/use-dialog-target.ts";
import { DeleteDialog } from "../endpoints/delete-dialog.tsx";

export function DangerCard({ endpoint }: { endpoint: EndpointRow }) {
  const { target, open, close } = useDialogTarget<EndpointRow>();
  return (
    <Card
      title="Delete endpoint"
      description="The URL stops working, all stored requests are deleted, and listeners are disconnected."
      tone="danger"
      actions={
        <Button icon="trash" onClick={() => open(endpoint)}>
          Delete endpoint…
        </Button>
      }
    >
      {target && (
        <DeleteDialog
          key={target.openCount}
          endpoint={target.item}
          isOpen={target.isOpen}
          onClose={close}
          // Bypasses the router and its unsaved-changes guard: the endpoint no longer exists.
          onDeleted={() => navigate("/")}
        />
      )}
    </Card>
  );
}
