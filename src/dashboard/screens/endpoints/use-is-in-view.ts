import { useEffect, useRef, useState, type RefObject } from "react";

/** Counts as in view a little early, so that the content is ready in time. */
const MARGIN = "200px";

/** Whether an element is in view or close to it. Used to fetch only what is visible. */
export function useIsInView<Place extends Element>(): [RefObject<Place | null>, boolean] {
  const place = useRef<Place>(null);
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver(
      (entries) => setInView(entries.at(-1)?.isIntersecting === true),
      { rootMargin: MARGIN },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return [place, isInView];
}
