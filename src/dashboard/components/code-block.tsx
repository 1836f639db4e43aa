import { CopyButton } from "./copy-button.tsx";
import styles from "./code-block.module.css";

export interface CodeBlockProps {
  code: string;
  /** Names the code for the copy button: "curl command". */
  what: string;
}

/** Code to copy: `<CodeBlock code={curl} what="curl command" />` */
export function CodeBlock({ code, what }: CodeBlockProps) {
  return (
    <div className={styles.block}>
      {/* It scrolls sideways, so it must be focusable by keyboard. */}
      <pre className={styles.code} tabIndex={0} role="region" aria-label={what}>
        <code>{code}</code>
      </pre>
      <CopyButton text={code} what={what} />
    </div>
  );
}
