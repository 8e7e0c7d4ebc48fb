/** What the server has written into the page's `<meta name="holdfast-…">`. */
export function meta(name: "client-id" | "login" | "cognito" | "stack"): string {
  const element = document.querySelector<HTMLMetaElement>(`meta[name="holdfast-${name}"]`);
  return element?.content ?? "";
}
