import { TextField } from "../../components/field.tsx";
import { Switch } from "../../components/switch.tsx";
import { numberText } from "../../inspect/size.ts";
import { useUsage } from "../../api/account-queries.ts";
import { fieldOf, hasCode, errorMessage } from "../../api/errors.ts";
import { durationText } from "../../components/time-text.ts";
import { PlanLinks } from "./plan-refusal.tsx";

const MAX_ALIAS_CHARACTERS = 100;

export function isAliasError(error: unknown): boolean {
  return hasCode(error, "alias_taken") || fieldOf(error) === "alias";
}

export function isPermanentError(error: unknown): boolean {
  return hasCode(error, "permanent_limit") || fieldOf(error) === "isPermanent";
}

/** @param props.error of the last submit; shown here if it is about the alias */
export function AliasField(props: {
  value: string;
  onChange(alias: string): void;
  error: unknown;
}) {
  const { value, onChange, error } = props;
  return (
    <TextField
      label="Alias (optional)"
      hint="Not part of the URL."
      placeholder="orders"
      value={value}
      onChange={onChange}
      maxLength={MAX_ALIAS_CHARACTERS}
      autoComplete="off"
      problem={isAliasError(error) ? errorMessage(error) : null}
    />
  );
}

/** @param props.error of the last submit; shown here if it is about permanence */
export function PermanentField(props: {
  isOn: boolean;
  onChange(isPermanent: boolean): void;
  error: unknown;
}) {
  const { isOn, onChange, error } = props;
  const { data: usage } = useUsage();
  return (
    <Switch
      label="Permanent"
      hint={
        usage
          ? `Never expires. Otherwise it expires after ${durationText(usage.plan.endpointValidityMs)}. ${inUse(usage.permanentEndpoints)}`
          : "Never expires."
      }
      isOn={isOn}
      onChange={onChange}
      problem={
        isPermanentError(error) && (
          <>
            {errorMessage(error)} <PlanLinks />.
          </>
        )
      }
    />
  );
}

function inUse({ current, limit }: { current: number; limit: number }): string {
  if (limit === 0) return "Your plan has no permanent endpoints.";
  return `${numberText(current)} of ${numberText(limit)} used.`;
}
