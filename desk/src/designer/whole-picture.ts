/** Fits everything, but never larger than life. */
export const wholePicture = { maxZoom: 1, padding: 0.12 }
