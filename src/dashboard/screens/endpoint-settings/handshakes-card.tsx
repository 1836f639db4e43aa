import { Card } from "../../components/card.tsx";
import { Switch } from "../../components/switch.tsx";
import { handshake, type Handshake } from "../../../protocol/response-settings.ts";
import type { SettingsState } from "./use-settings-form.ts";

const HANDSHAKES: Record<Handshake, { label: string; hint: string }> = {
  slack: {
    label: "Slack",
    hint: "Answers url_verification with its challenge, so that the Events API takes this address.",
  },
  meta: {
    label: "Meta",
    hint: "Answers with hub.challenge, as WhatsApp, Messenger and Instagram ask for it. Any verify token will do.",
  },
  "microsoft-graph": {
    label: "Microsoft Graph",
    hint: "Answers with the validationToken that comes before a subscription to change notifications.",
  },
};

/** The checks that some providers make before they send anything. */
export function HandshakesCard({ state: { form, change } }: { state: SettingsState }) {
  const set = (name: Handshake, isOn: boolean) => {
    const others = form.handshakes.filter((other) => other !== name);
    change({ handshakes: isOn ? [...others, name] : others });
  };
  return (
    <Card
      title="Handshakes"
      description="Some providers check that an address is yours before they send to it. What is on here is answered as they demand, whatever else senders get."
    >
      {handshake.options.map((name) => (
        <Switch
          key={name}
          label={HANDSHAKES[name].label}
          hint={HANDSHAKES[name].hint}
          isOn={form.handshakes.includes(name)}
          onChange={(isOn) => set(name, isOn)}
        />
      ))}
    </Card>
  );
}
