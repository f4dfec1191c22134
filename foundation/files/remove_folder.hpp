// Removes a folder in which a program that may mean harm has worked.
#pragma once

#include <filesystem>

namespace conform {

// Removes the folder with all that is in it, however deep it nests and whatever its user took from
// themselves of the rights to its parts. Links are removed and not followed. False, with errno set,
// when something can't be removed; what could be is gone. Nobody else may work in it meanwhile.
bool remove_folder(const std::filesystem::path& folder);

}  // namespace conform
