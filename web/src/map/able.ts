// Whether the browser can draw the map.

let able: boolean | null = null;

/** Whether there is WebGL 2; without it the map that the server drew stays. */
export function canDraw(): boolean {
  if (able === null) {
    const context = document.createElement("canvas").getContext("webgl2");
    able = context !== null;
    // A browser has a few of these only: this one is given back.
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return able;
}
