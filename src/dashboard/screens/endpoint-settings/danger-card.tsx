import { navigate } from "wouter/use-browser-location";
import type { EndpointRow } from "../../../client/index.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { useDialogTarget } from "../../components/use-dialog-target.ts";
import { DeleteDialog } from "../endpoints/delete-dialog.tsx";

/** What can't be undone. */
export function DangerCard({ endpoint }: { endpoint: EndpointRow }) {
  const { target, open, close } = useDialogTarget<EndpointRow>();
  return (
    <Card
      title="Delete this endpoint"
      description="Its address stops working, its history is deleted and its listeners are disconnected."
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
          // Past the question for what is unsaved: it is gone with the endpoint.
          onDeleted={() => navigate("/")}
        />
      )}
    </Card>
  );
}
