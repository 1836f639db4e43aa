import { useEffect, useState } from "react";
import { Notice } from "../../../components/notice.tsx";
import type { Bytes } from "../../../inspect/body-bytes.ts";
import type { ImageType } from "../../../inspect/image-type.ts";
import { numberText } from "../../../inspect/size.ts";
import styles from "./image-view.module.css";

/**
 * A preview of a raster image, from a blob of its bytes. The blob's type comes from the bytes, never
 * from the sender: none of the detected types can run or fetch anything.
 */
export function ImageView({ bytes, type }: { bytes: Bytes; type: ImageType }) {
  const url = useBlobUrl(bytes, type);
  const [size, setSize] = useState("");
  const [isBroken, setBroken] = useState(false);
  if (isBroken) {
    return (
      <Notice tone="warn">
        Your browser can't show this image; it may be corrupt. See the hex view.
      </Notice>
    );
  }
  return (
    <figure className={styles.figure}>
      {url !== null && (
        <img
          className={styles.image}
          src={url}
          alt="Body of the request"
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
