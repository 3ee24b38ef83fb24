export { Decoder, ProtocolError } from './decode.js';
export { downgrade, encode, encodeCommand, wireOf, WIRE_KEPT } from './encode.js';
export { extentOf, type Extent } from './extent.js';
export { pack, unpack, type PackedReply } from './packed.js';
export { print, printRaw, printsRaw } from './print.js';
export { RequestError, RequestParser, splitArguments, type RequestLimits } from './request.js';
export * from './value.js';
