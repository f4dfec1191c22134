#!/usr/bin/env bash
# slurm.sh PROGRAM: the run as a job array of Slurm (Debian's slurm-wlm and munge), whose controller, one node and keys are
# made here and heard on loopback only. One task is taken from its work half-way and queued again. What merge makes of the
# streams must be what one whole run says, but for durations. Needs root. Exits 3 when Slurm cannot be started.
set -euo pipefail
program=$(readlink -f "$1")
work=$(mktemp -d)
chmod 755 "$work"
children=()
finish() {
  local status=$?
  [[ $status -eq 0 ]] || tail -n 20 "$work"/*.log >&2 || true
  [[ ${#children[@]} -eq 0 ]] || kill "${children[@]}" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap finish EXIT
fail() {
  echo "slurm.sh: $*" >&2
  exit 3
}
for tool in munged slurmctld slurmd sbatch scontrol squeue; do
  command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install slurm-wlm munge"
done
[[ $EUID -eq 0 ]] || fail "Slurm's daemons need root"
# Waits for a condition, and says for which when it does not come.
await() { # SECONDS WHAT COMMAND…
  local seconds=$1 what=$2
  shift 2
  for ((i = 0; i < seconds * 10; ++i)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  fail "$what did not come within $seconds s"
}

cd "$work"
mkdir -m 755 state spool streams
head -c 1024 /dev/urandom >munge.key
chmod 400 munge.key
host=$(hostname -s)
read -r controller node < <(python3 -c '
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(one.getsockname()[1] for one in held))')
cat >slurm.conf <<EOF
ClusterName=conform
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller
SlurmdPort=$node
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
KillWait=5
MinJobAge=300
NodeName=$host NodeHostname=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP MaxTime=30
EOF
export SLURM_CONF=$work/slurm.conf

munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" \
  --seed-file="$work/munge.seed" --log-file="$work/munge.log" >munged.log 2>&1 &
children+=($!)
await 10 "munge's socket" test -S munge.socket
slurmctld -D -f slurm.conf >slurmctld.out.log 2>&1 &
children+=($!)
slurmd -D -f slurm.conf >slurmd.out.log 2>&1 &
children+=($!)
is_idle() { [[ $(sinfo -h -o %T) == idle ]]; }
await 60 "an idle node" is_idle

cat >task.sh <<EOF
#!/bin/bash
#SBATCH --array=3-7:2 --requeue --open-mode=append --output=$work/task-%a.log --ntasks=1
"$program" run --seed 7 --jobs 1 --shard auto --stream "$work/streams/\$SLURM_ARRAY_TASK_ID.jsonl" || test \$? -eq 1
EOF
job=$(sbatch --parsable task.sh)

plays() { [[ $(wc -l <"streams/$1.jsonl" 2>/dev/null || echo 0) -gt $2 ]]; }
await 120 "a part of the second task" plays 5 20
scontrol requeue "${job}_5"
state() { scontrol show job "${job}_5"; }
was_requeued() { grep -q 'Restarts=1' <(state); }
await 60 "the second task's end" was_requeued
before=$(wc -l <streams/5.jsonl)

is_over() { [[ -z $(squeue -h -j "$job" -t PENDING,RUNNING,COMPLETING,CONFIGURING,SUSPENDED) ]]; }
await 600 "the end of the array" is_over
bad=$(scontrol show job "$job" | grep -oE 'JobState=[A-Z_]+' | grep -v 'JobState=COMPLETED' || true)
[[ -z $bad ]] || { cat task-*.log >&2 && fail "a task ended otherwise: $bad"; }
echo "the second task was taken away after $before lines and went on to $(wc -l <streams/5.jsonl)"

set +e
"$program" merge streams/*.jsonl --report json=merged.json >merged.txt 2>&1
merged=$?
"$program" run --seed 7 --report json=whole.json >whole.txt 2>&1
whole=$?
set -e
[[ $merged -eq $whole ]] || { tail -n 5 merged.txt whole.txt >&2 && fail "merge ended with $merged, the whole run with $whole"; }
timeless() { sed -E 's/("took_us": )[0-9]+/\1/' "$1"; }
if ! cmp <(timeless merged.json) <(timeless whole.json); then
  diff <(timeless merged.json) <(timeless whole.json) | head -n 20 >&2
  echo "slurm.sh: the merged run is not the whole one" >&2
  exit 1
fi
echo "the merged run is the whole one: $(tail -n 1 whole.txt)"
