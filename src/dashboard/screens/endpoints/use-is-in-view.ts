import { useEffect, useRef, useState, type RefObject } from "react";

/** A little before it comes into view, so that it is there when it does. */
const MARGIN = "200px";

/** Whether an element is in view, or nearly: what it shows is asked for while it is. */
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
