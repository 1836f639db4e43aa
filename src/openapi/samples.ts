/** Values for examples. They have the right format and belong to nobody. */

export const TIME = "2026-12-01T12:00:00.000Z";
export const LATER = "2026-12-31T12:00:00.000Z";
export const UNIX_MS = Date.parse(TIME);

export const UUID = "3f1c2a9e-7b64-4d0f-9a55-0c8e6b1d2f47";
export const ACCOUNT_ID = "8d0e4b1a-2c57-4f3e-b6a9-51d7c0e3f284";
export const KEY_ID = "c47a9f02-61be-4e8d-8a13-f5092b7d6e31";
export const CONNECTION_ID = "5be1d7c8-904f-4a26-bd3e-17a6c2f0984b";
export const ENDPOINT_ID = "28e4b0c6-13fa-8d72-9e05-6a4bc81f37d9";
/** The second group repeats the first digits of the endpoint's id (decision 001). */
export const REQUEST_ID = "00000001-28e4-8c3b-a1d6-92f07e5b4c18";

export const EMAIL = "you@example.com";
/** Its checksum is wrong, so it can't be a real key. */
export const SECRET = "0123456789abcdefghijABCDEFGHIJklmnopqr";
export const PREFIX = `hnx_${SECRET.slice(0, 11)}`;

export const WEBHOOK_BODY = '{"paid":true}';

/** The signature is valid for this payload and secret. */
export const SIGNED = {
  payload: '{"id":820982911946154508}',
  secret: "hush",
  signature: "qBvrsZF7RfB1iS6BX6IHqJTp5L911P7intnPeTPsH0I=",
};

export const USER_CODE = "WDJB-MJHT";
export const DEVICE_PAGE = "https://hooks.example.com/device";
