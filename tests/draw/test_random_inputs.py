import torch

from course.draw import Draw


def test_draws_are_fresh_without_a_seed_and_repeat_with_one():
    first, second = Draw(), Draw()
    assert first.seed != second.seed
    assert torch.equal(Draw(first.seed).image(20, 20), Draw(first.seed).image(20, 20))
    assert not torch.equal(Draw().image(20, 20), Draw().image(20, 20))


def test_whole_numbers_reach_both_ends():
    draw = Draw(0)
    assert {draw.whole(2, 4) for _ in range(200)} == {2, 3, 4}


def test_images_have_no_whole_number_and_both_signs():
    image = Draw(0).image(30, 30)
    assert image.dtype == torch.float32
    assert set(image.abs().flatten().tolist()) == {n / 4 for n in range(1, 10) if n % 4}
    assert (image < 0).any()
    assert (image > 0).any()


def test_drawing_leaves_the_students_own_randomness_alone():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    Draw().image(5, 5)
    assert torch.equal(torch.rand(3), expected)
