export { startStudio, type Studio, type StudioOptions } from "./server/start-studio.js";
export { buildSite } from "./site/build-site.js";
