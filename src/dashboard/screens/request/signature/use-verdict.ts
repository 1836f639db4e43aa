import { useEffect, useState } from "react";
import {
  checkSignature,
  type PageVerdict,
  type SignatureCheck,
} from "../../../inspect/signature.ts";
import { diagnose } from "../../../inspect/signature-diagnosis.ts";

export interface Verdict extends PageVerdict {
  /** The likely cause of a mismatch, if one was found. */
  reason: string | null;
}

/** The verdict on this check; null if there is no check, or while it runs. Nothing is cached. */
export function useVerdict(check: SignatureCheck | null): Verdict | null {
  const [known, setKnown] = useState<{ check: SignatureCheck; verdict: Verdict } | null>(null);
  useEffect(() => {
    if (check === null) return;
    let isCurrent = true;
    void judge(check).then((verdict) => isCurrent && setKnown({ check, verdict }));
    return () => {
      isCurrent = false;
    };
  }, [check]);
  return known?.check === check ? known.verdict : null;
}

async function judge(check: SignatureCheck): Promise<Verdict> {
  const verdict = await checkSignature(check);
  const isWrong = !verdict.valid && verdict.actual !== "" && verdict.expected !== "";
  return { ...verdict, reason: isWrong ? await diagnose(check) : null };
}
