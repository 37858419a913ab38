// Runs before the first paint, so that a page in the dark does not flash.

try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset["theme"] = theme;
  }
  if (sessionStorage.getItem("harsh") === "shown") {
    document.documentElement.dataset["harsh"] = "shown";
  }
} catch {
  // Storage is forbidden: the system's theme it is.
}
