/** The component name for `createdKey`, `new_request` or `standard-webhooks`, e.g. `CreatedKey`. */
export function pascalCase(text: string): string {
  return text
    .split(/[_-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
