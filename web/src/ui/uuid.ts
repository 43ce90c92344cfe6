/**
 * A UUID of version 7 (RFC 9562): grows with time, so that what is new lies together in the server's
 * index. Without `randomUUID`, which only pages served over https have.
 */
export function uuid(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, index) => {
    if (index < 6) return Math.floor(now / 256 ** (5 - index)) % 256;
    if (index === 6) return (byte & 0x0f) | 0x70;
    if (index === 8) return (byte & 0x3f) | 0x80;
    return byte;
  }).map((byte) => byte.toString(16).padStart(2, '0'));
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)]
    .map((part) => part.join(''))
    .join('-');
}
