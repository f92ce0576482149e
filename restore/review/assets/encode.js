// Text → bytes, in the encoding the file came in: the bytes that `restore apply` writes.

const data = JSON.parse(document.getElementById("data").textContent);

/** The text as bytes; throws an Error that names the first character the encoding lacks. */
function encodeText(text) {
  const { name, bom, bytes } = data.encoding;
  const out = [...bom];
  const wide = name.startsWith("utf-16") ? 2 : name.startsWith("utf-32") ? 4 : 0;
  const number = (value, size) => {
    for (let i = 0; i < size; i++) out.push((value >>> (8 * (name.endsWith("le") ? i : size - 1 - i))) & 0xff);
  };
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at);
    if (point > 0xffff) at++;
    const lone = point >= 0xd800 && point <= 0xdfff;
    if (point < 0x80 && !wide) out.push(point);
    else if (bytes) {
      const byte = bytes[String.fromCodePoint(point)];
      if (byte === undefined) lacks(point);
      out.push(byte);
    } else if (lone) {
      // a byte that is no UTF-8 stands in the text as a lone surrogate (PEP 383)
      if (wide || point < 0xdc80 || point > 0xdcff) lacks(point);
      out.push(point & 0xff);
    } else if (wide === 4) number(point, 4);
    else if (wide === 2) {
      const pair = String.fromCodePoint(point);
      for (let i = 0; i < pair.length; i++) number(pair.charCodeAt(i), 2);
    } else if (point < 0x800) out.push(0xc0 | (point >> 6), 0x80 | (point & 63));
    else if (point < 0x10000) out.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    else out.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  }
  return Uint8Array.from(out);
}

function lacks(point) {
  throw new Error(`the file's encoding ${data.encoding.name} lacks “${String.fromCodePoint(point)}”; undo the edit that brings it`);
}
