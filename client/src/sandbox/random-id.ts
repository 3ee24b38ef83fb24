/** 32 hexadecimal digits nobody else has. (`crypto.randomUUID` is missing on pages that are not served securely.) */
export function randomId(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
