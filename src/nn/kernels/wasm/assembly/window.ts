// The geometry of a sliding window over images stored as [batch, height, width, channels], shared by convolution and
// pooling. It is set before each call, since a signature with fourteen more integers would help nobody.

export let images: i32 = 0;
export let height: i32 = 0;
export let width: i32 = 0;
export let channels: i32 = 0;
export let windowHeight: i32 = 0;
export let windowWidth: i32 = 0;
export let outHeight: i32 = 0;
export let outWidth: i32 = 0;
export let strideY: i32 = 0;
export let strideX: i32 = 0;
export let dilationY: i32 = 0;
export let dilationX: i32 = 0;
export let padTop: i32 = 0;
export let padLeft: i32 = 0;

export function setWindow(
  batchSize: i32, inHeight: i32, inWidth: i32, inChannels: i32,
  filterHeight: i32, filterWidth: i32, resultHeight: i32, resultWidth: i32,
  strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32,
  top: i32, left: i32,
): void {
  images = batchSize;
  height = inHeight;
  width = inWidth;
  channels = inChannels;
  windowHeight = filterHeight;
  windowWidth = filterWidth;
  outHeight = resultHeight;
  outWidth = resultWidth;
  strideY = strideHeight;
  strideX = strideWidth;
  dilationY = dilationHeight;
  dilationX = dilationWidth;
  padTop = top;
  padLeft = left;
}

/** Bytes from the first pixel of an image to another one. */
// @ts-ignore: decorator
@inline
export function pixelOffset(row: i32, column: i32): usize {
  return (<usize>(row * width + column) * channels) << 2;
}
