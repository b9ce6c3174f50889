# What callgrind_annotate prints, summed by function or by source file, per unit: -v units=N -v by=function|file|both
# -v inclusive=0|1. Inlining splits a function over files: what it costs itself is their sum, with all it calls their
# greatest.
/^ *[0-9,]+ *\(/ && /:/ {
    cost = $1
    gsub(",", "", cost)
    cost += 0
    sub(/^ *[0-9,]+ *\([^)]*\) */, "")
    sub(/ \[[^]]*\]$/, "")
    colon = index($0, ":")
    file = substr($0, 1, colon - 1)
    name = substr($0, colon + 1)
    sub(/^.*\/(library|src)\//, "", file)
    gsub(/nightdesk::/, "", name)
    gsub(/<impl simulation::engine::Engine>/, "Engine", name)
    key = by == "file" ? file : by == "function" ? name : file "  in  " name
    if (inclusive) {
        if (cost > costs[key]) costs[key] = cost
    } else costs[key] += cost
}
END {
    for (key in costs) printf "%9.1f  %s\n", costs[key] / units, substr(key, 1, 150) | "sort -rn | head -25"
}
