#!/bin/sh
# Makes the model from nothing: simulated buildings of both families, their features, training, the model file.
#
#   models/training/make.sh DATA UCI BECCA FSRI
#
# DATA: folder for what is made on the way, some GB; the others: the real recordings (../validation/README.md).
# What a step has finished is kept: begun again, it goes on where it stopped.
set -eu

if [ $# -ne 4 ]; then
  echo "usage: $0 DATA UCI BECCA FSRI" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
data=$(cd "$1" && pwd)
uci=$(realpath "$2")
becca=$(realpath "$3")
fsri=$(realpath "$4")

# done_once NAME COMMAND…: the command with a folder for it as its last word, unless it was finished before.
done_once() {
  folder=$data/$1
  shift
  if [ -d "$folder" ]; then return; fi
  rm -rf "$folder.part"
  "$@" "$folder.part"
  mv "$folder.part" "$folder"
}

emberwatch() { (cd "$root" && node --max-semi-space-size=8 main/cli/bin.ts "$@"); }
generate() { python3 "$root/models/validation/generate.py" --uci "$uci" --becca "$becca" --fsri "$fsri" "$@"; }
household() { python3 "$root/models/validation/household.py" --uci "$uci" "$@"; }

# panel NAME SEED MONTHS FIRST-DEVICE INCIDENTS NEAR-MISSES HARD-NEGATIVES NORMAL
panel() {
  done_once "$1" emberwatch export-training --seed "$2" --months "$3" --first-device "$4" \
    --incidents "$5" --near-misses "$6" --hard-negatives "$7" --normal "$8" --out
}
# field NAME COMMAND…: recorded streams, then their features
field() {
  name=$1
  shift
  done_once "$name-streams" "$@" --out
  streams=$data/$name-streams
  done_once "$name" emberwatch export-training --telemetry "$streams" --truth "$streams/truth.jsonl" \
    --devices "$streams/devices.jsonl" --out
}

panel train-panel-11 11 1,2,3,4,5,6,7,8 10000 600 150 600 300
panel train-panel-12 12 1,2,3,4,5,6,7,8 20000 600 150 600 300
field train-field generate --seed 4001 --incidents 450 --near-misses 100 --hard-negatives 450 --normal 350
panel validation-panel 22 9,10,3,7 50000 200 50 220 250
field validation-field generate --seed 7
done_once test-panel-streams emberwatch simulate-episodes --seed 33 --months 9,10,11,12 --first-device 60000 \
  --incidents 120 --near-misses 30 --hard-negatives 110 --normal 150 --out
done_once test-field-streams generate --seed 1007 --out
done_once test-household-streams household --out

cd "$root/models/training"
set -- --train "panel=$data/train-panel-11" "panel=$data/train-panel-12" "field=$data/train-field" \
  --validation "panel=$data/validation-panel" "field=$data/validation-field"
python3 -m fire_risk.train "$@" --out "$root/models"
python3 -m fire_risk.carry "$@" --out "$data/carry.json"

# What the card says is measured by the program itself; the test streams are those that nothing above has seen.
for set in validation-field test-panel test-field test-household; do
  streams=$data/$set-streams
  emberwatch evaluate --telemetry "$streams" --truth "$streams/truth.jsonl" --devices "$streams/devices.jsonl" \
    --model "$root/models/fire-risk.onnx" --json >"$data/$set.json"
done
python3 -m fire_risk.card --models "$root/models" --carry "$data/carry.json" \
  --validation "second family=$data/validation-field.json" --set "second family, unseen days=$data/test-field.json" \
  "first family, unseen buildings and months=$data/test-panel.json" \
  "real household load, 28 days=$data/test-household.json"
