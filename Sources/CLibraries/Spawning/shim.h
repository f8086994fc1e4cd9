/* glibc 2.34 has these, and shows them only with _GNU_SOURCE, which Swift's own view of glibc is made without. */
#pragma once
#include <spawn.h>

int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
