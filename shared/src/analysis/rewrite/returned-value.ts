import type { Bytes } from '../../bytes.js';
import { Special } from './trace-format.js';

/** How much of what a script returns is told: values, of which each so many bytes of strings count as one. cmsgpack writes tables 16 deep at most. */
const RETURNED = { values: 100_000, bytesPerValue: 100, depth: 12 } as const;

/**
 * The Lua of a function of the tracer: what a script returns, written as `view` writes it, or nothing where that is too much. Metatables have
 * no say in what a value becomes.
 */
export const RETURNED_SOURCE: Bytes = `
local returnable=0
local function given(v,depth)
  local t=type(v)
  returnable=returnable-1
  if depth>${RETURNED.depth} then returnable=-1 end
  if returnable<0 then return NIL end
  if t=='string' then returnable=returnable-#v/${RETURNED.bytesPerValue} return v end
  if t~='table' then return view(v,0) end
  local o,n={${Special.table},0,0,0},4
  for k,x in next,hidden[v] or v do
    if type(k)~='number' then k=given(k,depth+1) end
    o[n+1],o[n+2]=k,given(x,depth+1)
    n=n+2
    if returnable<0 then return NIL end
  end
  return o
end
local function returned(v)
  returnable=${RETURNED.values}
  local o=given(v,0)
  if returnable>=0 then return pack({proto,o}) end
end
`;
