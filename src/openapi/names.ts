/** `createdKey`, `new_request` and `standard-webhooks` as the name of a component. */
export function pascalCase(text: string): string {
  return text
    .split(/[_-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
