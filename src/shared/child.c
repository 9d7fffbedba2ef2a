/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child — posix_spawn, because the kiosk's memory is locked and large: nothing of it is copied.
 */
#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pid_t spawn(const char *path, char **argv, int in, int out)
{
	char locale[] = "LC_ALL=C.UTF-8", home[] = "HOME=/nonexistent";
	char *envp[] = { locale, home, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t usual;
	pid_t pid = 0;

	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	sigaddset(&usual, SIGXFSZ);
	if (posix_spawn_file_actions_init(&files) != 0)
		return 0;
	if (posix_spawnattr_init(&how) == 0) {
		posix_spawnattr_setsigdefault(&how, &usual);
		posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
		if (posix_spawn_file_actions_addopen(
			    &files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) != 0 ||
			posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO) != 0 ||
			posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO) != 0 ||
			posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1) != 0 ||
			posix_spawn(&pid, path, &files, &how, argv, envp) != 0)
			pid = 0;
		posix_spawnattr_destroy(&how);
	}
	posix_spawn_file_actions_destroy(&files);
	return pid;
}

pid_t child_start(const char *path, const char *const *word, int n, int in, int out)
{
	char copy[CHILD_WORDS_MAX + 1][CHILD_WORD_MAX], *argv[CHILD_WORDS_MAX + 2];
	const char *slash = strrchr(path, '/');

	if (n > CHILD_WORDS_MAX)
		return 0;
	snprintf(copy[0], sizeof(copy[0]), "%s", slash ? slash + 1 : path);
	argv[0] = copy[0];
	for (int i = 0; i < n; i++) {
		if (snprintf(copy[i + 1], sizeof(copy[0]), "%s", word[i]) >= CHILD_WORD_MAX)
			return 0;
		argv[i + 1] = copy[i + 1];
	}
	argv[n + 1] = NULL;
	return spawn(path, argv, in, out);
}
