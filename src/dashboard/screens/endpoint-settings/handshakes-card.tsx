import { Card } from "../../components/card.tsx";
import { Switch } from "../../components/switch.tsx";
import { handshake, type Handshake } from "../../../protocol/response-settings.ts";
import type { SettingsState } from "./use-settings-form.ts";

const HANDSHAKES: Record<Handshake, { label: string; hint: string }> = {
  slack: {
    label: "Slack",
    hint: "Answers url_verification requests with the challenge, so the Events API accepts this URL.",
  },
  meta: {
    label: "Meta",
    hint: "Echoes hub.challenge for WhatsApp, Messenger and Instagram. Any verify token is accepted.",
  },
  "microsoft-graph": {
    label: "Microsoft Graph",
    hint: "Echoes the validationToken sent before a change notification subscription is created.",
  },
};

/** URL verification that some providers require before they send webhooks. */
export function HandshakesCard({ state: { form, change } }: { state: SettingsState }) {
  const set = (name: Handshake, isOn: boolean) => {
    const others = form.handshakes.filter((other) => other !== name);
    change({ handshakes: isOn ? [...others, name] : others });
  };
  return (
    <Card
      title="Handshakes"
      description="Some providers check that you own a URL before they send webhooks to it. When enabled, the check is answered automatically, overriding the response above."
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
