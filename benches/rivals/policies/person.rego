package person

import rego.v1

holds contains 1 if input.rating >= 1

holds contains 2 if input.discipline >= 2

holds contains 3 if input.absent > 20

holds contains 4 if input.trained

holds contains 4 if input.title >= 1
