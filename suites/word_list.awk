# Reads the headers of the scenario language and prints tables of all words: how each is written, and the comment above
# it. A word is a constant, a function, or a member function that returns its own type. A word without a comment is an
# error. word_list.sh runs it.

function trim(text) {
  gsub(/^[ \t]+|[ \t]+$/, "", text)
  return text
}

# The comment's text: "// Some words" without the slashes.
function comment_of(line) {
  sub(/^[ \t]*\/\/ ?/, "", line)
  return trim(line)
}

function complain(what) {
  print where ": " what > "/dev/stderr"
  bad = 1
}

# The first text in quotation marks.
function quoted(text) {
  return match(text, /"[^"]*"/) ? substr(text, RSTART + 1, RLENGTH - 2) : ""
}

# "const std::vector<Kind>& kinds" is "kinds"; a condition is shown as the word that makes it.
function argument(text) {
  text = trim(text)
  sub(/ *=.*/, "", text)
  if (text ~ /^Once /) return "once(…)"
  if (text ~ /^After /) return "after(…)"
  if (text ~ /^Having /) return "having(…)"
  if (text ~ /^OAuthUrlWord/) return "oauth"
  if (text ~ /^AnythingWord/) return "anything"
  sub(/.*[ &*]/, "", text)
  return text
}

# Commas in angle brackets separate no arguments; the language has one such type only.
function arguments(text, parts, count, at, list) {
  gsub(/std::map<[^>]*>/, "map", text)
  count = split(text, parts, ",")
  for (at = 1; at <= count; ++at) list = list (at > 1 ? ", " : "") argument(parts[at])
  return list
}

function add(word, form, line, row) {
  row = section SUBSEP word
  if (!(row in forms)) {
    rows[section] = rows[section] SUBSEP word
    home[row] = FILENAME
    sub(/.*\//, "", home[row])
  }
  if (index("\n" forms[row] "\n", "\n" form "\n") == 0) forms[row] = forms[row] (forms[row] == "" ? "" : "\n") form
  if (line != "" && lines[row] == "") lines[row] = line
}

function function_word(text, prefix, line, name, list) {
  name = text
  sub(/\(.*/, "", name)
  sub(/.*[ &*]/, "", name)
  list = text
  sub(/^[^(]*\(/, "", list)
  sub(/\)[^)]*$/, "", list)
  add(prefix name, prefix name "(" arguments(list) ")", line)
}

function constant_word(text, line, name, said) {
  name = text
  sub(/ *[={].*/, "", name)
  sub(/.*[ &*]/, "", name)
  # What reports call it comes first.
  if (text ~ /constexpr (Kind|EventWord|SettingWord) /) {
    said = quoted(text)
    line = said (line == "" ? "" : ". " line)
  }
  add(name, name, line)
}

BEGIN {
  section_count = split("Arrange|Faults: which requests|Faults: what happens|Messages of the server|" \
                        "Answers of the server|Act|Kinds of requests|Events|Conditions|Properties|" \
                        "Expectations|Checks", sections, "|")
  for (at = 1; at <= section_count; ++at) known[sections[at]] = 1
}

FNR == 1 {
  section = declaration = note = ""
  inside = skipped = 0
}
{
  where = FILENAME ":" FNR
  sub(/\[\[nodiscard\]\] /, "")
}

/^\/\/ ======== .* ========$/ {
  section = $0
  gsub(/^\/\/ =+ | =+$/, "", section)
  note = ""
  if (!(section in known)) complain("unknown section \"" section "\": name it in word_list.awk")
  next
}
/^namespace (kinds|events) \{/ { skipped = 1 }
/^\}  \/\/ namespace (kinds|events)/ {
  skipped = 0
  note = ""
  next
}
skipped || section == "" { next }

# A declaration goes on.
declaration != "" && inside == 0 {
  declaration = declaration " " trim($0)
}
declaration == "" && inside == 0 {
  if ($0 ~ /^$/) {
    note = ""
    next
  }
  if ($0 ~ /^\/\//) {
    note = note (note == "" ? "" : " ") comment_of($0)
    next
  }
  if ($0 ~ /^(struct|enum)/) {
    type = $2
    if ($0 !~ /;$/) inside = 1
    note = ""
    next
  }
  if ($0 ~ /^(template|namespace|\}|#)/) {
    note = ""
    next
  }
  declaration = trim($0)
}
inside == 1 {
  if ($0 ~ /^\};/) {
    inside = 0
    note = ""
  } else if ($0 ~ /^  \/\//) {
    note = note (note == "" ? "" : " ") comment_of($0)
  } else {
    if ($0 ~ "^  " type " [a-z_]+\\(") {
      if (note == "") complain("the word " $0 " has no comment above it")
      declared = trim($0)
      sub(/\) const.*/, ")", declared)
      function_word(declared, ".", note)
    }
    note = ""
  }
  next
}
{
  if (declaration ~ /;[ \t]*\/\//) {
    complain("a word's comment must stand above it")
    sub(/;[ \t]*\/\/.*/, ";", declaration)
  }
  if (declaration !~ /;$/) next
  sub(/;$/, "", declaration)
  if (declaration ~ /^inline constexpr /) {
    constant_word(declaration, note)
  } else if (declaration ~ /\(.*\)$/) {
    function_word(declaration, "", note)
  } else {
    complain("what is this? " declaration)
  }
  declaration = note = ""
}

function cell(text) {
  gsub(/\|/, "\\|", text)
  return text
}

END {
  for (at = 1; at <= section_count; ++at) {
    section = sections[at]
    if (!(section in rows)) continue
    printf "%s### %s\n\n| word | | header |\n|---|---|---|\n", (at > 1 ? "\n" : ""), section
    count = split(substr(rows[section], 2), words, SUBSEP)
    for (word = 1; word <= count; ++word) {
      row = section SUBSEP words[word]
      line = lines[row]
      if (line == "") {
        where = home[row]
        complain("the word " words[word] " has no comment above it")
      }
      form = "`" forms[row] "`"
      gsub(/\n/, "`<br>`", form)
      sub(/\.$/, "", line)
      printf "| %s | %s | `%s` |\n", form, cell(line), home[row]
      ++total
    }
  }
  if (total < 1) complain("no word was found")
  exit bad
}
