import { useEffect, useState } from "react";
import { Notice } from "../../../components/notice.tsx";
import type { Bytes } from "../../../inspect/body-bytes.ts";
import type { ImageType } from "../../../inspect/image-type.ts";
import { numberText } from "../../../inspect/size.ts";
import styles from "./image-view.module.css";

/**
 * A preview of a raster image. Its address is a blob of the bytes with the type that they show,
 * never the one that was sent: as an image, no type of these runs or fetches anything.
 */
export function ImageView({ bytes, type }: { bytes: Bytes; type: ImageType }) {
  const url = useBlobUrl(bytes, type);
  const [size, setSize] = useState("");
  const [isBroken, setBroken] = useState(false);
  if (isBroken) {
    return (
      <Notice tone="warn">Your browser does not show it: it may be broken. See its bytes.</Notice>
    );
  }
  return (
    <figure className={styles.figure}>
      {url !== null && (
        <img
          className={styles.image}
          src={url}
          alt="The captured body"
          onError={() => setBroken(true)}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
            setSize(`${numberText(width)} × ${numberText(height)} px`)
          }
        />
      )}
      <figcaption className={styles.caption}>{size}</figcaption>
    </figure>
  );
}

function useBlobUrl(bytes: Bytes, type: ImageType): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return url;
}
