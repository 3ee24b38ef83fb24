import type { Bytes } from '../../bytes.js';
import { lowerCase } from '../../commands/lookup.js';
import { text, type RespValue } from '../../resp/value.js';
import { sha1Hex } from '../../sha1.js';
import type { Args } from '../args.js';
import type { Command } from '../command.js';
import type { Context } from '../context.js';
import type { Family } from '../family.js';
import { functionsMemory, scriptsMemory } from '../script-size.js';
import type { Server } from '../server.js';

export const infoFamily: Family = { name: 'info', commands: { info } };

type Fields = readonly (readonly [string, string | number])[];

interface Section {
  readonly name: string;
  readonly title: string;
  /** Shown without being asked for. */
  readonly isDefault: boolean;
  readonly fields: (server: Server) => Fields;
}

const SECTIONS: readonly Section[] = [
  { name: 'server', title: 'Server', isDefault: true, fields: serverFields },
  { name: 'clients', title: 'Clients', isDefault: true, fields: clientFields },
  { name: 'memory', title: 'Memory', isDefault: true, fields: memoryFields },
  { name: 'persistence', title: 'Persistence', isDefault: true, fields: persistenceFields },
  { name: 'stats', title: 'Stats', isDefault: true, fields: statisticsFields },
  { name: 'replication', title: 'Replication', isDefault: true, fields: replicationFields },
  { name: 'cpu', title: 'CPU', isDefault: true, fields: cpuFields },
  { name: 'module_list', title: 'Modules', isDefault: true, fields: () => [] },
  { name: 'commandstats', title: 'Commandstats', isDefault: false, fields: commandFields },
  { name: 'errorstats', title: 'Errorstats', isDefault: true, fields: errorFields },
  { name: 'latencystats', title: 'Latencystats', isDefault: false, fields: latencyFields },
  { name: 'cluster', title: 'Cluster', isDefault: true, fields: () => [['cluster_enabled', 0]] },
  { name: 'keyspace', title: 'Keyspace', isDefault: true, fields: keyspaceFields },
];

function info({ server }: Context, args: Args): RespValue {
  const wanted = args.rest().map(lowerCase);
  const all = wanted.includes('all') || wanted.includes('everything');
  const defaults = wanted.length === 0 || wanted.includes('default');
  const sections = SECTIONS.filter(({ name, isDefault }) => {
    if (name === 'module_list' && wanted.includes('modules')) return true;
    return all || wanted.includes(name) || (defaults && isDefault);
  })
    .map(
      ({ title, fields }) =>
        `# ${title}\r\n${fields(server)
          .map(([name, value]) => `${name}:${value}\r\n`)
          .join('')}`,
    )
    .join('\r\n');
  return text(sections);
}

function serverFields({ clock, startedAt, config, runId, version }: Server): Fields {
  const now = clock();
  const uptime = Math.max(0, Math.floor(now / 1e6 - startedAt / 1e3));
  return [
    ['redis_version', version.text],
    ['redis_git_sha1', '00000000'],
    ['redis_git_dirty', 0],
    ['redis_build_id', '0000000000000000'],
    ['redis_mode', 'standalone'],
    ['os', 'Linux x86_64'],
    ['arch_bits', 64],
    ['monotonic_clock', 'POSIX clock_gettime'],
    ['multiplexing_api', 'epoll'],
    ['atomicvar_api', 'c11-builtin'],
    ['gcc_version', '12.2.0'],
    ['process_id', 1],
    ['process_supervised', 'no'],
    ['run_id', runId],
    ['tcp_port', config.text('port')],
    ['server_time_usec', now],
    ['uptime_in_seconds', uptime],
    ['uptime_in_days', Math.floor(uptime / 86400)],
    ['hz', config.text('hz')],
    ['configured_hz', config.text('hz')],
    ['lru_clock', Math.floor(now / 1e6) & 0xffffff],
    ['executable', '/usr/bin/redis-server'],
    ['config_file', ''],
    ['io_threads_active', 0],
  ];
}

function clientFields({ sessions, waits, tracking, config }: Server): Fields {
  const withTimeout = [...waits.sessions()].filter(({ wait }) => wait?.deadline !== undefined).length;
  return [
    ['connected_clients', sessions.size],
    ['cluster_connections', 0],
    ['maxclients', config.text('maxclients')],
    ['client_recent_max_input_buffer', 20480],
    ['client_recent_max_output_buffer', 0],
    ['blocked_clients', waits.size],
    ['tracking_clients', tracking.size],
    ['clients_in_timeout_table', withTimeout],
  ];
}

/** `bytesToHuman`. */
function human(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`;
  for (const [unit, size] of [
    ['K', 2 ** 10],
    ['M', 2 ** 20],
    ['G', 2 ** 30],
  ] as const)
    if (bytes < size * 1024) return `${(bytes / size).toFixed(2)}${unit}`;
  return `${(bytes / 2 ** 40).toFixed(2)}T`;
}

function memoryFields({ memory, config, scriptCounts }: Server): Fields {
  const { used, peak, startup } = memory;
  const percent = (part: number, whole: number): string => `${((part * 100) / Math.max(1, whole)).toFixed(2)}%`;
  const scriptBytes = scriptsMemory(scriptCounts.scripts, scriptCounts.scriptBytes);
  const functionBytes = functionsMemory(scriptCounts.functions, scriptCounts.libraryBytes);
  return [
    ['used_memory', used],
    ['used_memory_human', human(used)],
    ['used_memory_rss', used],
    ['used_memory_rss_human', human(used)],
    ['used_memory_peak', peak],
    ['used_memory_peak_human', human(peak)],
    ['used_memory_peak_perc', percent(used, peak)],
    ['used_memory_overhead', startup],
    ['used_memory_startup', startup],
    ['used_memory_dataset', used - startup],
    ['used_memory_dataset_perc', percent(used - startup, used - startup)],
    ['allocator_allocated', used],
    ['allocator_active', used],
    ['allocator_resident', used],
    ['total_system_memory', 4 * 2 ** 30],
    ['total_system_memory_human', human(4 * 2 ** 30)],
    ['used_memory_lua', 32768],
    ['used_memory_vm_eval', 32768],
    ['used_memory_lua_human', human(32768)],
    ['used_memory_scripts_eval', scriptBytes],
    ['number_of_cached_scripts', scriptCounts.scripts],
    ['number_of_functions', scriptCounts.functions],
    ['number_of_libraries', scriptCounts.libraries],
    ['used_memory_vm_functions', 33792],
    ['used_memory_vm_total', 66560],
    ['used_memory_vm_total_human', human(66560)],
    ['used_memory_functions', functionBytes],
    ['used_memory_scripts', functionBytes + scriptBytes],
    ['used_memory_scripts_human', human(functionBytes + scriptBytes)],
    ['maxmemory', config.maxmemory],
    ['maxmemory_human', human(config.maxmemory)],
    ['maxmemory_policy', config.text('maxmemory-policy')],
    ['allocator_frag_ratio', '1.00'],
    ['allocator_frag_bytes', 0],
    ['allocator_rss_ratio', '1.00'],
    ['allocator_rss_bytes', 0],
    ['rss_overhead_ratio', '1.00'],
    ['rss_overhead_bytes', 0],
    ['mem_fragmentation_ratio', '1.00'],
    ['mem_fragmentation_bytes', 0],
    ['mem_not_counted_for_evict', 0],
    ['mem_replication_backlog', 0],
    ['mem_total_replication_buffers', 0],
    ['mem_clients_slaves', 0],
    ['mem_clients_normal', 0],
    ['mem_cluster_links', 0],
    ['mem_aof_buffer', 0],
    ['mem_allocator', 'jemalloc-5.3.0'],
    ['active_defrag_running', 0],
    ['lazyfree_pending_objects', 0],
    ['lazyfreed_objects', 0],
  ];
}

function persistenceFields({ lastSaveAt, config, statistics }: Server): Fields {
  return [
    ['loading', 0],
    ['async_loading', 0],
    ['current_cow_peak', 0],
    ['current_cow_size', 0],
    ['current_cow_size_age', 0],
    ['current_fork_perc', '0.00'],
    ['current_save_keys_processed', 0],
    ['current_save_keys_total', 0],
    ['rdb_changes_since_last_save', statistics.dirty],
    ['rdb_bgsave_in_progress', 0],
    ['rdb_last_save_time', Math.floor(lastSaveAt / 1000)],
    ['rdb_last_bgsave_status', 'ok'],
    ['rdb_last_bgsave_time_sec', -1],
    ['rdb_current_bgsave_time_sec', -1],
    ['rdb_saves', 0],
    ['rdb_last_cow_size', 0],
    ['rdb_last_load_keys_expired', 0],
    ['rdb_last_load_keys_loaded', 0],
    ['aof_enabled', config.flag('appendonly') ? 1 : 0],
    ['aof_rewrite_in_progress', 0],
    ['aof_rewrite_scheduled', 0],
    ['aof_last_rewrite_time_sec', -1],
    ['aof_current_rewrite_time_sec', -1],
    ['aof_last_bgrewrite_status', 'ok'],
    ['aof_rewrites', 0],
    ['aof_rewrites_consecutive_failures', 0],
    ['aof_last_write_status', 'ok'],
    ['aof_last_cow_size', 0],
    ['module_fork_in_progress', 0],
    ['module_fork_last_cow_size', 0],
  ];
}

function statisticsFields({ statistics, keyspace, pubsub, memory }: Server): Fields {
  return [
    ['total_connections_received', statistics.connections],
    ['total_commands_processed', statistics.commands],
    ['instantaneous_ops_per_sec', 0],
    ['total_net_input_bytes', 0],
    ['total_net_output_bytes', 0],
    ['total_net_repl_input_bytes', 0],
    ['total_net_repl_output_bytes', 0],
    ['instantaneous_input_kbps', '0.00'],
    ['instantaneous_output_kbps', '0.00'],
    ['instantaneous_input_repl_kbps', '0.00'],
    ['instantaneous_output_repl_kbps', '0.00'],
    ['rejected_connections', statistics.rejectedConnections],
    ['sync_full', 0],
    ['sync_partial_ok', 0],
    ['sync_partial_err', 0],
    ['expired_keys', keyspace.statistics.expired],
    ['expired_stale_perc', '0.00'],
    ['expired_time_cap_reached_count', 0],
    ['expire_cycle_cpu_milliseconds', 0],
    ['evicted_keys', statistics.evicted],
    ['evicted_clients', 0],
    ['total_eviction_exceeded_time', 0],
    ['current_eviction_exceeded_time', memory.exceededSince === undefined ? 0 : 1],
    ['keyspace_hits', keyspace.statistics.hits],
    ['keyspace_misses', keyspace.statistics.misses],
    ['pubsub_channels', pubsub.active('channel').length],
    ['pubsub_patterns', pubsub.patternCount],
    ['pubsubshard_channels', pubsub.active('shard').length],
    ['latest_fork_usec', 0],
    ['total_forks', 0],
    ['migrate_cached_sockets', 0],
    ['slave_expires_tracked_keys', 0],
    ['active_defrag_hits', 0],
    ['active_defrag_misses', 0],
    ['active_defrag_key_hits', 0],
    ['active_defrag_key_misses', 0],
    ['total_active_defrag_time', 0],
    ['current_active_defrag_time', 0],
    ['tracking_total_keys', 0],
    ['tracking_total_items', 0],
    ['tracking_total_prefixes', 0],
    ['unexpected_error_replies', 0],
    ['total_error_replies', statistics.errorReplies],
    ['dump_payload_sanitizations', 0],
    ['total_reads_processed', statistics.commands],
    ['total_writes_processed', statistics.commands],
    ['io_threaded_reads_processed', 0],
    ['io_threaded_writes_processed', 0],
    ['reply_buffer_shrinks', 0],
    ['reply_buffer_expands', 0],
  ];
}

function replicationFields({ runId, config, master }: Server): Fields {
  return [
    ['role', master === undefined ? 'master' : 'slave'],
    ...(master === undefined ? [] : masterFields(master, config)),
    ['connected_slaves', 0],
    ...(config.number('min-replicas-to-write') > 0 ? ([['min_slaves_good_slaves', 0]] as const) : []),
    ['master_failover_state', 'no-failover'],
    ['master_replid', sha1Hex(runId)],
    ['master_replid2', '0'.repeat(40)],
    ['master_repl_offset', 0],
    ['second_repl_offset', -1],
    ['repl_backlog_active', 0],
    ['repl_backlog_size', config.text('repl-backlog-size')],
    ['repl_backlog_first_byte_offset', 0],
    ['repl_backlog_histlen', 0],
  ];
}

function masterFields({ host, port }: NonNullable<Server['master']>, config: Server['config']): Fields {
  return [
    ['master_host', host],
    ['master_port', port],
    ['master_link_status', 'down'],
    ['master_last_io_seconds_ago', -1],
    ['master_sync_in_progress', 0],
    ['slave_read_repl_offset', 0],
    ['slave_repl_offset', 0],
    ['master_link_down_since_seconds', -1],
    ['slave_priority', config.text('replica-priority')],
    ['slave_read_only', config.flag('replica-read-only') ? 1 : 0],
    ['replica_announced', 1],
  ];
}

function cpuFields(): Fields {
  return ['sys', 'user', 'sys_children', 'user_children', 'sys_main_thread', 'user_main_thread'].map((name) => [
    `used_cpu_${name}`,
    '0.000000',
  ]);
}

function commandFields({ commands }: Server): Fields {
  const fields: [string, string][] = [];
  const add = ({ name, statistics, subcommands }: Command): void => {
    const { calls, time, rejected, failed } = statistics;
    if (calls > 0 || rejected > 0 || failed > 0) {
      const each = calls === 0 ? 0 : time / calls;
      fields.push([
        `cmdstat_${name}`,
        `calls=${calls},usec=${Math.round(time)},usec_per_call=${each.toFixed(2)},rejected_calls=${rejected},failed_calls=${failed}`,
      ]);
    }
    for (const subcommand of subcommands.values()) add(subcommand);
  };
  for (const command of commands.values()) add(command);
  return fields;
}

function latencyFields({ commands, config }: Server): Fields {
  const percentiles = config
    .text('latency-tracking-info-percentiles')
    .split(' ')
    .filter((text) => text !== '');
  return [...commands.values()]
    .flatMap((command) => [command, ...command.subcommands.values()])
    .flatMap(({ name, statistics: { latency } }) => {
      if (latency === undefined) return [];
      const each = percentiles.map((text) => `p${text}=${latency.percentile(Number(text)).toFixed(3)}`);
      return [[`latency_percentiles_usec_${name}`, each.join(',')]];
    });
}

function errorFields({ statistics }: Server): Fields {
  const sorted = [...statistics.errors].sort(([a]: readonly [Bytes, number], [b]) => (a < b ? -1 : 1));
  return sorted.map(([code, count]) => [`errorstat_${code}`, `count=${count}`]);
}

function keyspaceFields({ keyspace }: Server): Fields {
  return keyspace.databases
    .filter((db) => db.size > 0)
    .map((db) => {
      const { expires } = db.content;
      let left = 0;
      for (const at of expires.values()) left += Number(at) - keyspace.now;
      const average = expires.size === 0 ? 0 : Math.max(0, Math.round(left / expires.size));
      return [`db${db.index}`, `keys=${db.size},expires=${expires.size},avg_ttl=${average}`];
    });
}
