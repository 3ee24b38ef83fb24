import { TABLE, type CommandSpec } from '../../commands/index.js';
import type { Bytes } from '../../bytes.js';
import type { Probe, TraceLimits } from './instrument.js';
import { RETURNED_SOURCE } from './returned-value.js';
import { SHOWN } from './shown.js';
import { NoPayload, Noted, Sent, Special, Trace } from './trace-format.js';

/**
 * Bytes that are told to the debugger at once; then the session stops, and they go to the socket. The reply is no way out: of one past
 * 64 KiB the child of the server writes the beginning and ends.
 */
const SLICE = 48_000;

/** How often, and with how much, the keys of a write are told right after it. Later ones are told at the end only. */
const KEY_NOTES = { count: 2000, bytes: 2_000_000 } as const;

/**
 * Entries that are not told are counted one by one, so many in all; later only `least` of a table, and those of a list by its length. A count
 * that is less than zero says how many there are at least.
 */
const COUNT = { all: 100_000, least: 8 } as const;

/**
 * How much of the values of keys, as DUMP writes them, is told: keys of KEYS, and as many besides; bytes of all that are found; writes, and
 * the bytes in which they differ from the values before; bytes that DUMP writes for that; bytes that one value takes in memory.
 */
const VALUE_NOTES = {
  keys: 1000,
  found: 2_000_000,
  writes: 4000,
  written: 1_000_000,
  dumped: 50_000_000,
  each: 1_000_000,
} as const;
/** A payload shorter than this is told in whole each time. */
const SHORT_PAYLOAD = 256;

/** So many values go to the probe itself; of more it is told before by other calls. */
export const DIRECT_VALUES = 8;
const DIRECT = Array.from({ length: DIRECT_VALUES }, (_, i) => i + 1);
/** So many frames are looked through for the place that a level of `error` means; those above them are not told from the tracer's. */
const DEEPEST_PLACE = 60;
/** In the table that stands for a call: its values come first, then what was known of each when it was last told. */
const EPOCHS = 300;
const TEXTS = 600;

const DIRECT_NAMES = DIRECT.map((k) => `v${k}`).join(',');
/** Written out for each value: while a debugger is attached, a loop in here would wake it at each turn. */
const DIRECT_CHECKS = DIRECT.map(
  (k) =>
    `if c>${k - 1} and (v${k}==0 or not rawequal(a[${k}],v${k}) or (type(v${k})=='table' and a[${k + EPOCHS}]~=epoch)) then m=m+tell(a,${k},v${k}) end`,
).join('\n');

type TracerNames = Readonly<
  Record<'probe' | 'more' | 'enter' | 'enterArg' | 'exit' | 'home' | 'watch' | 'try' | 'finish', string>
>;

interface TracerParts {
  /** Names that the script does not use. */
  readonly names: TracerNames;
  readonly limits: TraceLimits;
  readonly probes: readonly Probe[];
  /** For each probe: what it stands in front of may change a table. */
  readonly mutating: readonly boolean[];
}

/** The variables that the tracer gives values to; an instrumented script begins with their declaration. */
export const tracerNames = ({
  probe,
  more,
  enter,
  enterArg,
  exit,
  home,
  watch,
  try: attempt,
  finish,
}: TracerNames): Bytes =>
  [probe, more, enter, enterArg, exit, home, watch, attempt, finish, ...HIDDEN_GLOBALS].join(',');

/**
 * The Lua that tells what an instrumented script does, on one line. It gives `redis`, `error`, `pcall` and others, which are variables of the
 * instrumented script, values that tell what they do and then do it. Records are numbers and values one after the other in MessagePack, which
 * is sent piece by piece as what the script says to its debugger.
 */
export function tracerSource({ names, limits, probes, mutating }: TracerParts): Bytes {
  const lines = probes.map(({ line }) => line).join(',');
  const counts = probes.map(({ count }) => count).join(',');
  const dirty = mutating.map((value) => (value ? '1' : '0')).join('');
  return TRACER.replace(/\s*\n\s*/g, ' ')
    .trim()
    .replace(/\$(\w+)/g, (_, name: string) => {
      switch (name) {
        case 'NAMES':
          return tracerNames(names);
        case 'DB':
          return String(limits.db);
        case 'LINES':
          return lines;
        case 'COUNTS':
          return counts;
        case 'DIRTY':
          return dirty;
        case 'STEPS':
          return String(limits.steps);
        case 'BYTES':
          return String(limits.bytes);
        case 'WRITES':
          return keyTable(
            ({ flags, mayReplicate }) => flags.includes('write') || (flags.includes('readonly') && mayReplicate),
          );
        case 'READS':
          return keyTable(({ flags, mayReplicate }) => flags.includes('readonly') && !mayReplicate);
        default:
          throw new Error(`no part of a tracer: ${name}`);
      }
    });
}

/**
 * Of each such command: the first, last and step of its keys; `0` where only the server can tell; `1` for one without keys, of which nobody
 * knows what it looks at.
 */
function keyTable(isAsked: (spec: CommandSpec) => boolean): string {
  const entries: string[] = [];
  const add = (spec: CommandSpec): void => {
    spec.subcommands.forEach(add);
    if (!isAsked(spec)) return;
    const sure = spec.firstKey > 0 && !spec.flags.includes('movablekeys');
    const keys = sure
      ? `{${spec.firstKey},${spec.lastKey},${spec.keyStep}}`
      : spec.flags.includes('movablekeys')
        ? '0'
        : '1';
    entries.push(`['${spec.name}']=${keys}`);
  };
  TABLE.forEach(add);
  return entries.join(',');
}

/** Globals that an instrumented script has as variables, with what tells of them and then does what they do. */
export const HIDDEN_GLOBALS: readonly string[] = [
  'redis',
  'error',
  'pcall',
  'xpcall',
  'coroutine',
  'load',
  'loadstring',
];

const TRACER = `
$NAMES=(function()
local R,error0,pcall0,xpcall0,load0,loadstring0=_G.redis,_G.error,_G.pcall,_G.xpcall,_G.load,_G.loadstring
local type,select,next,rawequal,tostring,tonumber,pairs=type,select,next,rawequal,tostring,tonumber,pairs
local sub,find,lower,match,format=string.sub,string.find,string.lower,string.match,string.format
local pack,unpack,concat,frexp=cmsgpack.pack,unpack,table.concat,math.frexp
local C0=_G.coroutine
local running,status,resume,create,wrap=C0.running,C0.status,C0.resume,C0.create,C0.wrap
local L,N,D,W,V={$LINES},{$COUNTS},'$DIRTY',{$WRITES},{$READS}
local NIL,ZERO,LIMIT={${Special.nil}},{${Special.negativeZero}},{}
local out,n,bytes,steps,epoch,at,nid,nact={},0,0,0,0,1,0,0
local ids,told,threads,nthreads={},{},{},0
local ended,limited,whole,flying,proto,db,current=false,false,false,false,2,$DB,0
local touched,order={},{}
local left,seen
local function now() local t=R.call('TIME') return t[1]*1000000+t[2] end
local start=now()
local function stop() end
local function send(tag,s)
  for i=1,#s,${SLICE} do
    R.debug(tag..sub(s,i,i+${SLICE - 1}))
    R.breakpoint()
    stop()
  end
end
local function flush()
  if n==0 then return end
  local piece=pack(out)
  out,n={},0
  send('\\1${Sent.trace.slice(1)}',piece)
  bytes=bytes+#piece
  if bytes>$BYTES then ended,limited=true,true end
end
local function id(v) local i=ids[v] if not i then nid=nid+1 i=nid ids[v]=i end return i end
local function rest(v,k,seen)
  local size=#v
  local list=k==seen and size>seen
  local p=seen
  while list and p<size do list=next(v,p)==p+1 p=p*2 end
  for i=1,list and ${COUNT.least} or 0 do if size-i>seen then list=list and next(v,size-i)==size-i+1 end end
  if not list then return -(seen-${SHOWN.entries}) end
  local after=0
  for x in next,v,size do
    after=after+1
    if after>${COUNT.least} then return -(size+after-${SHOWN.entries}) end
  end
  return size+after-${SHOWN.entries}
end
local mayCount=${COUNT.all}
local hidden={}
local function view(v,depth)
  local t=type(v)
  if t=='number' then if v~=v then return {${Special.number},tostring(v)} end if v==0 and 1/v<0 then return ZERO end return v end
  if t=='boolean' then return v end
  if t=='string' then if #v>${SHOWN.bytes} then return {${Special.longString},sub(v,1,${SHOWN.bytes}),#v} end return v end
  if t=='nil' then return NIL end
  if t~='table' then return {${Special.object},t,id(v)} end
  if seen[v] or depth>=${SHOWN.depth} or left<=0 then return {${Special.seenTable},id(v),#v} end
  seen[v]=true
  local o,m,more={${Special.table},id(v),#v,0},4,0
  v=hidden[v] or v
  for k,x in next,v do
    if m<${4 + 2 * SHOWN.entries} and left>0 then
      left=left-2
      local tk,tx=type(k),type(x)
      if (tk~='number' or k==0) and (tk~='string' or #k>${SHOWN.bytes}) then k=view(k,depth+1) end
      if (tx~='number' or x==0 or x~=x) and (tx~='string' or #x>${SHOWN.bytes}) then x=view(x,depth+1) end
      o[m+1],o[m+2]=k,x
      m=m+2
    else
      more=more+1
      if more>mayCount then more=rest(v,k,(m-4)/2+more) break end
    end
  end
  if more>0 then mayCount=math.max(mayCount-more,${COUNT.least}) end
  o[4]=more
  return o
end
local function listed(v)
  local size=#v
  local few=size<=${SHOWN.entries}
  local n=few and size or ${SHOWN.entries}
  local flat,text=pcall0(concat,v,'',1,n)
  if n==0 or not flat or #text>${SHOWN.bytes} or find(text,'nan',1,true) or find(text,'-0',1,true) then return end
  if next(v)~=1 or next(v,size)~=nil or (size>1 and next(v,size-1)~=size) then return end
  if size>2 then
    local _,e=frexp(size-1)
    local p=2^(e-1)
    if next(v,p)~=p+1 or next(v,p/2)~=p/2+1 then return end
  end
  local s=pack(${Special.list},id(v))..pack({unpack(v,1,n)})
  return few and '\\147'..s or '\\149'..s..pack(size,size-n)
end
local function tell(a,k,v)
  local t=type(v)
  if t=='table' then
    a[k+${EPOCHS}]=epoch
    local s=listed(v)
    if not s then
      left,seen=${SHOWN.values},{}
      s=pack(view(v,0))
    end
    if rawequal(a[k],v) and a[k+${TEXTS}]==s and told[v]==s then return 0 end
    a[k+${TEXTS}],told[v]=s,s
    out[n+2]={${Special.packed},s}
  else
    if v==0 then
      local z=1/v
      if rawequal(a[k],v) and a[k+${TEXTS}]==z then return 0 end
      a[k+${TEXTS}]=z
    end
    out[n+2]=view(v,0)
  end
  a[k]=v
  out[n+1]=k
  n=n+2
  return 1
end
local watched,nwatched={},0
local function watch(v)
  if type(v)=='table' then nwatched=nwatched+1 watched[nwatched]={v,current} end
  return v
end
local function tellWatched(a)
  while nwatched>0 and watched[nwatched][2]>=a.id do nwatched=nwatched-1 end
  return nwatched>0 and tell(a,0,watched[nwatched][1]) or 0
end
local function limit() ended,limited=true,true error0(LIMIT,0) end
local function more(a,from,...)
  if ended then limit() end
  if not a.slot then
    out[n+1],out[n+2],out[n+3],out[n+4]=${Trace.step},a.id,0,0
    n=n+4 a.slot,a.count=n,0
  end
  for i=1,select('#',...) do
    local v=select(i,...)
    local k=from+i-1
    if v==0 or not rawequal(a[k],v) or type(v)=='table' then a.count=a.count+tell(a,k,v) end
  end
  return true
end
local function probe(a,p,${DIRECT_NAMES})
  if ended then limit() end
  steps=steps+1
  if steps>$STEPS then limit() end
  local slot=a.slot
  if slot then
    if nwatched>0 then a.count=a.count+tellWatched(a) end
    out[slot-1],out[slot]=p-1,a.count
    a.slot=nil
  else
    out[n+1],out[n+2],out[n+3],out[n+4]=${Trace.step},a.id,p-1,0
    n=n+4
    local at,c,m=n,N[p],0
${DIRECT_CHECKS}
    if nwatched>0 then m=m+tellWatched(a) end
    out[at]=m
  end
  at,current=p,a.id
  if sub(D,p,p)=='1' then epoch=epoch+1 end
  if n>4000 then flush() end
  return true
end
local function enter(f,around,...)
  if ended then limit() end
  nact=nact+1
  local co,t=running(),0
  if co then t=threads[co] if not t then nthreads=nthreads+1 t=nthreads threads[co]=t end end
  out[n+1],out[n+2],out[n+3],out[n+4],out[n+5]=${Trace.enter},nact,f-1,t,around or 0
  n=n+5
  current=nact
  local count=select('#',...)
  if count>0 then
    local o={}
    for i=1,count do left,seen=${SHOWN.values},{} o[i]=view((select(i,...)),0) end
    out[n+1],out[n+2]=${Trace.varargs},{${Special.packed},pack(o)}
    n=n+2
  end
  return {id=nact},nact
end
local function enterArg(f,around,a) return enter(f,around,unpack(a,1,a.n)) end
local function home(a,h,around)
  nact=nact+1
  out[n+1],out[n+2],out[n+3],out[n+4],out[n+5]=${Trace.home},nact,a.id,h-1,around or 0
  n=n+5
  return nact
end
local function exit(a,...)
  out[n+1],out[n+2]=${Trace.exit},a.id
  n=n+2
  return ...
end
local _,own=pcall0(error0,'',2)
own=tonumber(match(own,'^user_script:(%d+):'))
local function where(level)
  local _,m=pcall0(error0,'',level)
  local line=tonumber(match(m,'^user_script:(%d+):'))
  return line~=own and line or L[at] or 0
end
local function text(e)
  if type(e)=='table' then e=e.err end
  if type(e)=='number' then e=tostring(e) end
  if type(e)~='string' then return NIL end
  return sub(e,1,${SHOWN.bytes})
end
local function note(kind,line,by,message,act)
  out[n+1],out[n+2],out[n+3],out[n+4],out[n+5],out[n+6]=${Trace.error},kind,line,by,message,act
  n=n+6
end
local function ask(...) local r=R.pcall(...) if type(r)=='table' and r.err then return nil end return r end
local function short(list)
  local o={}
  for i=1,#list do local v=list[i] if type(v)=='string' then o[i]=sub(v,1,${SHOWN.bytes}) else o[i]=v end end
  return o
end
local function contents(t,k,size)
  if t=='string' then return {ask('GETRANGE',k,'0','${SHOWN.bytes - 1}') or ''} end
  if t=='list' then return ask('LRANGE',k,'0','${SHOWN.elements - 1}') end
  if t=='zset' then return ask('ZRANGE',k,'0','${SHOWN.elements - 1}','WITHSCORES') end
  if t=='hash' then
    if size<=${SHOWN.elements} then return ask('HGETALL',k) end
    local r=ask('HSCAN',k,'0','COUNT','${SHOWN.elements}') return r and r[2]
  end
  if t=='set' then
    if size<=${SHOWN.elements} then return ask('SMEMBERS',k) end
    local r=ask('SSCAN',k,'0','COUNT','${SHOWN.elements}') return r and r[2]
  end
  local o={}
  for i,e in pairs(ask('XRANGE',k,'-','+','COUNT','${SHOWN.elements}') or {}) do
    o[#o+1]=e[1] o[#o+1]=short(e[2])
  end
  return o
end
local function expiry(k)
  local t=ask('PEXPIRETIME',k)
  if t then return t end
  t=ask('PTTL',k) or -1
  if t>0 then return t+(now()-now()%1000)/1000 end
  return t
end
local SIZE={string='STRLEN',list='LLEN',hash='HLEN',set='SCARD',zset='ZCARD',stream='XLEN'}
local function state(k)
  local t=ask('TYPE',k)
  t=t and t.ok
  if not t or not SIZE[t] then return NIL end
  local size=ask(SIZE[t],k) or 0
  return {t,ask('OBJECT','ENCODING',k) or '',size,expiry(k),short(contents(t,k,size) or {})}
end
local function inResp2(f,...)
  if proto==3 then R.setresp(2) end
  local r=f(...)
  if proto==3 then R.setresp(3) end
  return r
end
local function keyName(k)
  if type(k)=='number' then return format('%.17g',k) end
  return type(k)=='string' and k or nil
end
local function inDb(d,f,...)
  if d==db then return inResp2(f,...) end
  R.call('SELECT',d)
  local r=inResp2(f,...)
  R.call('SELECT',db)
  return r
end
local vals,nv,packed={},0,0
local declared={unpack(KEYS,1,math.min(#KEYS,${VALUE_NOTES.keys}))}
local held,met,nmet,base={},{},0,0
local mayFind,foundRoom,mayTell,writtenRoom,mayDump=${VALUE_NOTES.keys},${VALUE_NOTES.found},${VALUE_NOTES.writes},${VALUE_NOTES.written},${VALUE_NOTES.dumped}
local function sendValues()
  if nv==0 then return end
  send('\\1${Sent.values.slice(1)}',pack(vals))
  vals,nv,packed={},0,0
end
local function tellValue(from,d,k,payload,ttl,encoding)
  vals[nv+1],vals[nv+2],vals[nv+3],vals[nv+4],vals[nv+5],vals[nv+6]=from,d,k,payload,ttl,encoding
  nv=nv+6
  if packed>${SLICE} or nv>3000 then sendValues() end
end
local function payloadOf(k)
  local size=ask('MEMORY','USAGE',k)
  if size and size>${VALUE_NOTES.each} then return ${NoPayload.large} end
  local s=ask('DUMP',k)
  if s==nil then return end
  if not s then return ${NoPayload.missing} end
  return s,expiry(k),ask('OBJECT','ENCODING',k) or ''
end
local function value(k) return {payloadOf(k)} end
local function find(d,k,declared)
  local name=d..':'..k
  if held[name]~=nil then return end
  held[name]=false
  if foundRoom<=0 then return end
  if not declared then
    if mayFind==0 then return end
    mayFind=mayFind-1
  end
  local v=inDb(d,value,k)
  if v[1]==nil then return end
  local size=type(v[1])=='string' and #v[1] or 0
  packed,foundRoom=packed+size,foundRoom-size
  held[name]=v
  tellValue(base,d,k,v[1],v[2] or -1,v[3] or '')
end
local function common(a,b,from,most)
  local low,high=0,most
  while low<high do
    local n=low+math.ceil((high-low)/2)
    local same
    if from==1 then same=sub(a,low+1,n)==sub(b,low+1,n) else same=sub(a,#a-n+1,#a-low)==sub(b,#b-n+1,#b-low) end
    if same then low=n else high=n-1 end
  end
  return low
end
local function change(a,b)
  if type(a)~='string' or type(b)~='string' or #b<${SHORT_PAYLOAD} then return b end
  local most=math.min(#a,#b)
  local first=common(a,b,1,most)
  local last=common(a,b,-1,most-first)
  return {first,last,sub(b,first+1,#b-last)}
end
local function follow(d,k)
  local name=d..':'..k
  local h=held[name]
  if not h then return end
  if mayTell==0 or writtenRoom<=0 or mayDump<=0 then
    held[name]=false
    tellValue(steps,d,k,${NoPayload.ended},-1,'')
    return
  end
  local v=inDb(d,value,k)
  if type(v[1])=='string' then mayDump=mayDump-#v[1] end
  if v[1]==h[1] and v[2]==h[2] and v[3]==h[3] then return end
  mayTell=mayTell-1
  held[name]=v
  local told=change(h[1],v[1])
  local size=type(told)=='table' and #told[3] or type(told)=='string' and #told or 0
  packed,writtenRoom=packed+size,writtenRoom-size
  tellValue(steps,d,k,told or ${NoPayload.ended},v[2] or -1,v[3] or '')
end
local function meet(k)
  if nmet==${VALUE_NOTES.keys} then return end
  k=keyName(k)
  if not k then return end
  local name=db..':'..k
  if met[name] then return end
  met[name]=true
  nmet=nmet+1
  met[nmet]={db,k}
end
local function findAll()
  for i=1,#declared do find($DB,declared[i],true) end
  for i=1,nmet do find(met[i][1],met[i][2]) end
end
local function anything()
  findAll()
  held,met,nmet,base={},{},0,steps
  tellValue(steps,${Noted.anything},'',0,-1,'')
end
local function touch(k)
  k=keyName(k)
  if not k then return end
  local name=db..':'..k
  local i=touched[name]
  if not i then
    i=#order+1
    touched[name]=i
    order[i]={db,k,inResp2(state,k)}
  end
  find(db,k)
  return i
end
local function elsewhere(name,args)
  local k,d=args[2],nil
  if name=='move' then d=args[3]
  elseif name=='copy' then
    k=args[3]
    for i=4,#args-1 do if type(args[i])=='string' and lower(args[i])=='db' then d=args[i+1] end end
  end
  d=tonumber(d)
  if not d or d==db then return end
  local here=db
  if not ask('SELECT',d) then return end
  db=d
  local i=touch(k)
  ask('SELECT',here)
  db=here
  return i
end
local function each(w,args,f)
  local indices={}
  if w==0 then
    local keys=ask('COMMAND','GETKEYS',unpack(args))
    for _,k in pairs(keys or {}) do indices[#indices+1]=f(k) end
    return indices
  end
  local last=w[2]
  if last<0 then last=#args+last end
  for i=w[1]+1,last+1,w[3] do indices[#indices+1]=f(args[i]) end
  return indices
end
local function before(args)
  local name=args[1]
  if type(name)~='string' then return end
  name=lower(name)
  local w=W[name]
  if not w then
    local v=V[name]
    local second=not v and args[2]
    if type(second)=='string' then name=name..'|'..lower(second) w,v=W[name],V[name] end
    if not w then
      if type(v)=='table' and v[1]==v[2] then meet(args[v[1]+1])
      elseif v and v~=1 then each(v,args,meet) end
      return
    end
  end
  if w==1 then whole=true anything() return end
  local indices=each(w,args,touch)
  indices[#indices+1]=elsewhere(name,args)
  return indices
end
local notes,noted=0,0
local function after(indices)
  for j=1,#indices do
    local o=order[indices[j]]
    follow(o[1],o[2])
    if notes==math.huge then
    elseif notes==${KEY_NOTES.count} or noted>${KEY_NOTES.bytes} then
      out[n+1],out[n+2],out[n+3]=${Trace.key},0,NIL n=n+3 notes=math.huge
    else
      local s=pack(inDb(o[1],state,o[2]))
      if s~=o[4] then
        o[4]=s
        notes,noted=notes+1,noted+#s
        out[n+1],out[n+2],out[n+3]=${Trace.key},indices[j],{${Special.packed},s}
        n=n+3
      end
    end
  end
end
local function sends(args,count)
  for i=1,count do local t=type(args[i]) if t~='string' and t~='number' then return false end end
  return count>0
end
local function words(args)
  for i=1,#args do local v=args[i] if v==0 and 1/v<0 then args[i]='-0' elseif v~=v then args[i]=tostring(v) end end
  return pack(args)
end
local function invoke(via,...)
  local line=where(5)
  local args={...}
  local keys=before(args)
  local t0=now()
  local reply=R.pcall(...)
  local t1=now()
  local failed=type(reply)=='table' and reply.err
  if failed and not sends(args,select('#',...)) then return reply,failed end
  flying=failed and via==0
  if not failed and type(args[1])=='string' and lower(args[1])=='select' then
    db=tonumber(args[2]) or db
    tellValue(steps,${Noted.database},'',db,-1,'')
  end
  out[n+1],out[n+2],out[n+3],out[n+4],out[n+5],out[n+6],out[n+7]=${Trace.call},line,via,{${Special.packed},words(args)},{${Special.packed},pack(reply)},t0-start,t1-t0
  n=n+7
  if keys and not failed then after(keys) end
  return reply,failed
end
local function copy(library)
  local t={}
  for k,v in pairs(library) do t[k]=v end
  return t
end
local T,C=copy(R),copy(C0)
T.call=function(...)
  local reply,failed=invoke(0,...)
  if failed then error0(reply,0) end
  return reply
end
T.pcall=function(...) return (invoke(1,...)) end
T.setresp=function(...)
  R.setresp(...)
  proto=math.floor(tonumber((...)))
  tellValue(steps,${Noted.protocol},'',proto,-1,'')
end
T.debug=function() end
T.breakpoint=function() return false end
T.log=function(...)
  local level=select(1,...)
  if select('#',...)<2 or type(level)~='number' or level<0 or level>3 then return R.log(...) end
  local m={}
  for i=2,select('#',...) do local v=select(i,...) local t=type(v) if t=='string' or t=='number' then m[#m+1]=tostring(v) end end
  out[n+1],out[n+2],out[n+3],out[n+4],out[n+5]=${Trace.log},where(4),level,sub(table.concat(m,' '),1,${SHOWN.bytes}),now()-start
  n=n+5
end
local function place(level)
  local _,m
  local at=3
  repeat
    at=at+1
    _,m=pcall0(error0,'',at)
    if tonumber(match(m,'^user_script:(%d+):'))~=own then level=level-1 end
  until level<1 or at==${DEEPEST_PLACE}
  if level>=1 then _,m=pcall0(error0,'',at+level) end
  return match(m,': $') and m or ''
end
local function refuse(n,name,why)
  local _,m=pcall0(error0,'',4)
  error0(m.."bad argument #"..n.." to '"..(m=='' and '?' or name).."' "..why,0)
end
local function argument(name,message)
  local n,why=match(tostring(message),"^bad argument #(%d+) to '%?' (%b())$")
  if not n then error0(message,0) end
  local _,m=pcall0(error0,'',5)
  error0(m.."bad argument #"..n.." to '"..(m=='' and '?' or name).."' "..why,0)
end
local function raise(message,level)
  if level==nil then level=1 elseif not tonumber(level) then
    refuse(2,'error','(number expected, got '..type(level)..')')
  end
  level=tonumber(level)
  local e,shape=message,type(message)
  if (shape=='string' or shape=='number') and level>=1 then e=place(level)..message end
  note('raised',where(4),'error',text(e),current)
  flying=true
  error0(e,0)
end
local mine='user_script:'..own..':'
local function ofScript(e)
  if type(e)~='string' or sub(e,1,#mine)~=mine then return e end
  return 'user_script:'..(L[at] or 0)..sub(e,#mine)
end
local function raisedByLua(e,line,act)
  if flying then return end
  local message=text(e)
  note('raised',type(message)=='string' and tonumber(match(message,'user_script:(%d+): ')) or line,'runtime',message,act)
  flying=true
end
local function caught(by,line,act,ok,...)
  current=act
  if ok then return ok,... end
  local e=ofScript((...))
  if rawequal(e,LIMIT) then error0(LIMIT,0) end
  raisedByLua(e,line,act)
  flying=false
  note('caught',line,by,text(e),act)
  return ok,e
end
local function protect(...) return caught('pcall',where(4),current,pcall0(...)) end
local function blamed()
  for level=4,6 do
    local _,m=pcall0(error0,'',level)
    local line=tonumber(match(m,'^user_script:(%d+):'))
    if line and line~=own then return line end
  end
end
local function xprotect(f,...)
  if select('#',...)==0 then refuse(2,'xpcall','(value expected)') end
  local handler=...
  local line,act=where(4),current
  return caught('xpcall',line,act,xpcall0(f,function(e)
    if rawequal(e,LIMIT) then return e end
    raisedByLua(ofScript(e),blamed() or line,current)
    local r=handler(e)
    flying=true
    return r
  end))
end
C.resume=function(co,...)
  if type(co)~='thread' then refuse(1,'resume','(coroutine expected)') end
  if status(co)~='suspended' then return resume(co,...) end
  return caught('coroutine.resume',where(4),current,resume(co,...))
end
tellValue(0,${Noted.begin},'',start,-1,'')
hidden[T],hidden[C]=R,C0
local hosts={}
C.create=function(f)
  local ok,made=pcall0(create,f)
  if not ok or hosts[f] then refuse(1,'create','(Lua function expected)') end
  return made
end
C.wrap=function(f)
  local ok,made=pcall0(wrap,f)
  if not ok or hosts[f] then refuse(1,'wrap','(Lua function expected)') end
  return made
end
local loadText
local function loaded(name,f,...)
  local r={pcall0(f,...)}
  if not r[1] then argument(name,r[2]) end
  return r[2],r[3]
end
local function telling(f,text,name)
  if not f or sub(text,1,1)=='\\27' then return f end
  local g=loadstring0('local ${HIDDEN_GLOBALS.join(',')}=... return function(...) '..text..'\nend',name)
  return g and g(T,raise,protect,xprotect,C,loadText.load,loadText.loadstring) or f
end
loadText={
  loadstring=function(...)
    local f,failure=loaded('loadstring',loadstring0,...)
    if not f then return f,failure end
    local text,name=...
    text=tostring(text)
    return telling(f,text,name==nil and text or name)
  end,
  load=function(...)
    local read,name=...
    local pieces={}
    local reader=type(read)=='function' and function() local piece=read() pieces[#pieces+1]=piece return piece end or read
    local f,failure=loaded('load',load0,reader,select(2,...))
    if not f then return f,failure end
    return telling(f,table.concat(pieces),name==nil and '=(load)' or name)
  end,
}
for _,f in next,{raise,protect,xprotect,loadText.load,loadText.loadstring} do hosts[f]=true end
for _,library in next,{T,C} do for _,f in next,library do if type(f)=='function' then hosts[f]=true end end end
local function try(f) return xpcall0(f,function(e) return e end) end
${RETURNED_SOURCE}
local function finish(ok,...)
  local failure=ofScript((...))
  flush()
  findAll()
  sendValues()
  local after={}
  for i=1,#order do
    local o=order[i]
    after[i]={o[1],o[2],o[3],inDb(o[1],state,o[2])}
  end
  local shape='none'
  if not ok and not rawequal(failure,LIMIT) then
    shape=type(failure)
    if shape=='table' then local t=type(failure.err) if t~='string' and t~='number' then shape='crash' end end
  end
  send('\\1${Sent.keys.slice(1)}',pack(after))
  local told=ok and returned(failure)
  if told then send('\\1${Sent.returned.slice(1)}',told) end
  send('\\1${Sent.end.slice(1)}',pack({1,steps,limited,whole,shape,ok and NIL or (shape=='table' or shape=='crash') and text(failure) or 'ERR '..tostring(failure),now()-start}))
  if ok then return ... end
end
return probe,more,enter,enterArg,exit,home,watch,try,finish,T,raise,protect,xprotect,C,loadText.load,loadText.loadstring
end)()
`;
