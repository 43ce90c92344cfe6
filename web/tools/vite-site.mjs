/** @returns {import("vite").Plugin} */
export function sitePages() { return { name: "veiviser:site" }; }
