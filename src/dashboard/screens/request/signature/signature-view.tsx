import { useMemo, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { SelectField, TextField } from "../../../components/field.tsx";
import { Notice } from "../../../components/notice.tsx";
import type { SignatureCheck } from "../../../inspect/signature.ts";
import { detectProvider } from "../../../inspect/signature-headers.ts";
import { sizeText } from "../../../inspect/size.ts";
import type { CapturedRequest } from "../../../../protocol/captured-request.ts";
import { errorMessage } from "../../../api/errors.ts";
import { useExactBytes } from "../use-exact-bytes.ts";
import { PROVIDER_OPTIONS } from "./provider-names.ts";
import { useVerdict } from "./use-verdict.ts";
import { VerdictView } from "./verdict-view.tsx";
import styles from "./signature.module.css";

export interface SignatureViewProps {
  request: CapturedRequest;
  /** Kept by the parent for the next request, and stored nowhere else. */
  secret: string;
  onSecret(secret: string): void;
}

/** Verifies a request's signature with WebCrypto. The secret never leaves the page. */
export function SignatureView({ request, secret, onSecret }: SignatureViewProps) {
  const detected = detectProvider(request.headers);
  const [provider, setProvider] = useState(detected ?? "github");
  // With a secret from the previous request, verify without another click.
  const [isSubmitted, setSubmitted] = useState(secret !== "");
  const body = useExactBytes(request, isSubmitted);
  const check = useMemo(
    (): SignatureCheck | null =>
      isSubmitted && secret !== "" && body.is === "loaded"
        ? {
            provider,
            headers: request.headers,
            bytes: body.bytes,
            secret,
            receivedAt: Date.parse(request.createdAt),
          }
        : null,
    [isSubmitted, secret, body, provider, request],
  );
  const verdict = useVerdict(check);
  const verify = () => setSubmitted(secret !== "");
  return (
    <section className={styles.signature} aria-label="Signature">
      <p className={styles.about}>
        {detected === null && "No known signature header found. "}
        Verified in your browser over the exact {sizeText(request.size)}. The secret is neither sent
        nor stored.
      </p>
      {/* Not a form: browsers offer to save the secret of a form. */}
      <div className={styles.fields}>
        <SelectField
          label="Provider"
          value={provider}
          options={PROVIDER_OPTIONS}
          onChange={(name) => setProvider(name)}
        />
        <TextField
          label="Secret"
          type="password"
          value={secret}
          onChange={(typed) => {
            setSubmitted(false);
            onSecret(typed);
          }}
          onKeyDown={(event) => event.key === "Enter" && verify()}
          autoComplete="off"
          spellCheck={false}
          data-1p-ignore=""
          data-lpignore="true"
        />
        <Button onClick={verify} aria-disabled={secret === ""} isBusy={body.is === "loading"}>
          Verify
        </Button>
      </div>
      {isSubmitted && body.is === "failed" && (
        <Notice tone="bad">{errorMessage(body.error)}</Notice>
      )}
      {verdict && <VerdictView verdict={verdict} />}
    </section>
  );
}
