import { Link, useLocation } from "wouter";
import type { ReactNode } from "react";

export interface FrameLink {
  to: string;
  label: ReactNode;
}

/** The links of a frame, with the current one marked. */
export function FrameNav(props: {
  label: string;
  links: readonly FrameLink[];
  className: string | undefined;
  linkClassName: string | undefined;
}) {
  const [path] = useLocation();
  return (
    <nav aria-label={props.label} className={props.className}>
      {props.links.map(({ to, label }) => (
        <Link
          key={to}
          href={to}
          className={props.linkClassName}
          aria-current={path === to ? "page" : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
